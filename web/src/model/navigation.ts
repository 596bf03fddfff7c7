// Goes to a route. Opening a ticket or moving along the list replaces the address, so that "back" leaves the page.

import { format_route, parse_route } from "./route";
import type { Route } from "./route";

export function go(route: Route): void {
  const target = format_route(route);
  if (target === location.hash) return;
  const is_same_page = parse_route(location.hash).page === route.page;
  if (is_same_page) {
    history.replaceState(null, "", target);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = target;
  }
}
