import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { MeshPicture } from "../../src/cli/graph/mesh-picture.ts";
import { writeHtml } from "../../src/cli/graph/write-html.ts";

const browser = findBrowser();
const describeIfThere = browser === undefined ? describe.skip : describe;
const reason = browser === undefined ? " (skipped: there is no Chromium; Debian's package is chromium)" : "";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-browser-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeIfThere(`the page of mesh graph in a real browser${reason}`, () => {
  test.each([10, 300])("%i services: fits the window and shows every one", (count) => {
    const shown = open(writeHtml(pictureOf(count)), "");
    expect(shown.match(/class="service"/g)).toHaveLength(count);
    // The script has run to its end: it fits the picture last.
    expect(shown).toMatch(/<svg[^>]* style="transform: translate\([^"]+scale\(0?\.?\d+/);
  });

  test("a service in the address is chosen: its calls and their rules are told, the rest fades", () => {
    const shown = open(writeHtml(pictureOf(10)), "#s3");
    const aside = /<aside[^>]*>(.*?)<\/aside>/s.exec(shown)?.[1] ?? "";
    expect(aside).toContain("<h2>s3</h2>");
    expect(aside).toContain("s4: allowed");
    expect(aside).toContain("s4/s3, mesh.hcl:7");
    expect(aside).toContain("s2: allowed");
    expect(shown).toMatch(/class="service near chosen" data-service="s3"/);
    expect(shown).toMatch(/class="service" data-service="s7"/);
  });

  test("names are shown and never run", () => {
    const hostile = '<img src=x onerror="document.title=1">';
    const declaredAt = { file: hostile, line: 1 };
    const service = { name: hostile, protocol: "http", instances: 1, declaredAt };
    const page = writeHtml({ services: [service], calls: [] });
    const shown = open(page, `#${encodeURIComponent(hostile)}`);
    expect(shown).not.toContain("<img");
    expect(shown).toContain("&lt;img");
  });
});

function pictureOf(count: number): MeshPicture {
  const declaredAt = { file: "mesh.hcl", line: 7 };
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  return {
    services: names.map((name) => ({ name, protocol: "http", instances: 1, declaredAt })),
    calls: names.slice(1).map((to, index) => ({
      from: `s${index}`,
      to,
      standing: "allowed",
      rule: { id: `${to}/s${index}`, declaredAt },
      shares: [{ upstream: to, route: undefined, subset: undefined, percent: 100 }],
    })),
  };
}

/** The page's elements after its script has run. */
function open(page: string, fragment: string): string {
  const file = join(folder, "page.html");
  writeFileSync(file, page);
  const { stdout, stderr, status } = spawnSync(
    browser ?? "",
    [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      `--user-data-dir=${join(folder, "profile")}`,
      "--window-size=1600,1000",
      "--dump-dom",
      `${pathToFileURL(file).href}${fragment}`,
    ],
    { encoding: "utf8", timeout: 60_000 },
  );
  if (status !== 0) throw new Error(`the browser ended with ${status}\n${stderr}`);
  return stdout;
}

function findBrowser(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders
    .flatMap((path) => [join(path, "chromium"), join(path, "chromium-browser")])
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
