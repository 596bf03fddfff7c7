// Every page, in the order of the navigation. The first one opens without an address.

import { page as access } from "./access";
import { page as audit } from "./audit";
import { page as jobs } from "./jobs";
import { page as models } from "./models";
import { page as overview } from "./overview";
import type { Page } from "./page";
import { page as review } from "./review";
import { page as tickets } from "./tickets";
import { page as try_out } from "./try";

export const pages: readonly [Page, ...Page[]] = [overview, tickets, try_out, models, review, audit, jobs, access];
