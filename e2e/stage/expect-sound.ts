/** What must hold of any page as it stands. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

/** Expects that axe finds nothing and that nothing is wider than the window. */
export async function expectSound(page: Page) {
  // A colour on its way to another is neither.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== "running" || effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY,
      ),
  );
  const { violations } = await new AxeBuilder({ page })
    // Without frames of other origins there is nothing to gather in a second page, and without the rest of its findings
    // axe need not describe every element that is well.
    .setLegacyMode()
    .options({ runOnly: standards, resultTypes: ["violations"] })
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overhang, "pixels by which the page is wider than the window").toBeLessThanOrEqual(0);
}
