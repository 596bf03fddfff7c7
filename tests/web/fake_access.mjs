// Who may come in to the fake desk: users, tokens and what was noted of them.

const day_ms = 86_400_000;

export class FakeAccess {
  constructor() {
    this.users = [
      { name: "eve", role: "admin", created_at: "2026-01-05T08:00:00Z" },
      { name: "tom", role: "agent", created_at: "2026-02-11T08:00:00Z" },
    ];
    this.tokens = [];
    this.entries = [];
    this.next_token = 1;
  }

  note(user, what, object = "") {
    this.entries.unshift({ at: new Date().toISOString(), user, address: "127.0.0.1", what, object });
  }

  add_user({ name, role }) {
    const user = { name, role, created_at: new Date().toISOString() };
    this.users.push(user);
    this.note("eve", "user added", name);
    return user;
  }

  remove_user(name) {
    this.users = this.users.filter((user) => user.name !== name);
    this.note("eve", "user removed", name);
  }

  make_token({ name, role, days }) {
    const now = Date.now();
    const token = {
      id: this.next_token++,
      name,
      role,
      created_at: new Date(now).toISOString(),
      expires_at: new Date(now + days * day_ms).toISOString(),
    };
    this.tokens.push(token);
    this.note("eve", "token made", `id=${token.id}`);
    return { ...token, token: `fake_${"0123456789abcdef".repeat(2)}` };
  }

  remove_token(id) {
    this.tokens = this.tokens.filter((token) => token.id !== id);
    this.note("eve", "token removed", `id=${id}`);
  }
}
