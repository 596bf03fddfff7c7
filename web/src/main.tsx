import { render } from "preact";

import { App } from "./app";
import { load_settings } from "./model/settings";
import "./style/base.css";
import "./style/parts.css";
import "./style/pages.css";

const settings = load_settings();
document.documentElement.dataset.theme = settings.theme;
render(<App first_settings={settings} />, document.getElementById("app") as HTMLElement);
