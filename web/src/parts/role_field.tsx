// What somebody may do.

import { ranks, useDesk } from "../desk";
import type { Role } from "../model/api_types";

// No one gives away more than they have.
export function roles_up_to(role: Role): Role[] {
  return ranks.slice(0, ranks.indexOf(role) + 1);
}

export function RoleField({ roles }: { roles: readonly Role[] }) {
  const { speech } = useDesk();
  return (
    <label class="field">
      <span>{speech.say("role")}</span>
      <select name="role">
        {roles.map((role) => (
          <option key={role} value={role}>
            {speech.say(`role.${role}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
