// The pictures of docs/dashboard.md: node tests/web/doc_pictures.mjs URL FOLDER. Small WebP files, which Chromium makes.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { launch, new_page } from "./browser.mjs";
import { open_scene, scenes } from "./screenshots.mjs";

const [base, folder] = process.argv.slice(2);
const desk = { width: 1280, height: 800 };
const pictures = [
  ...Object.keys(scenes).map((scene) => ({ name: scene, scene, look: desk })),
  { name: "overview-dark", scene: "overview", look: { ...desk, theme: "dark" } },
  { name: "ticket-telephone", scene: "ticket", look: { width: 360, height: 760 } },
];

function webp_of(page, png) {
  return page.evaluate(
    async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext("2d").drawImage(image, 0, 0);
      // As good as fits into 78 KB.
      const bytes = (url) => (url.length * 3) / 4;
      const tries = [0.82, 0.7, 0.6, 0.5, 0.4].map((quality) => () => canvas.toDataURL("image/webp", quality));
      let url = tries[0]();
      for (const next of tries.slice(1)) if (bytes(url) > 78 * 1024) url = next();
      return url.split(",")[1];
    },
    `data:image/png;base64,${png.toString("base64")}`,
  );
}

mkdirSync(folder, { recursive: true });
const browser = await launch();
const workshop = await browser.newPage();
for (const { name, scene, look } of pictures) {
  const { page } = await new_page(browser, look);
  await open_scene(page, base, scene);
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(await webp_of(workshop, await page.screenshot()), "base64"));
  await page.context().close();
}
await browser.close();
