// The officer's page.

import { oauth } from "../../static/oauth4webapi.js";

document.documentElement.classList.add("alive");
document.body.classList.add("govuk-frontend-supported");
export const library = oauth;
