import type { Page } from 'playwright-core';

export interface PageFindings {
  /** Inputs that nothing names. */
  unlabelled: string[];
  /** Buttons and links that nothing names. */
  unnamed: string[];
  /** Buttons whose words, and bars whose entries, do not fit into them. */
  clipped: string[];
  headings: number;
  /** How far the page is wider than its window, in pixels. */
  overflow: number;
  language: string;
}

/** What anybody who can't see or point needs of a page, as far as it can be read from the document. */
export function findingsOf(page: Page): Promise<PageFindings> {
  return page.evaluate(() => {
    const seen = (element: Element) => element.checkVisibility() && !element.closest('[aria-hidden="true"]');
    const short = (element: Element) => element.outerHTML.slice(0, 160);
    const named = (element: Element) =>
      element.textContent?.trim() ||
      element.getAttribute('aria-label') ||
      element.getAttribute('aria-labelledby') ||
      element.getAttribute('title');
    const all = (selector: string) => [...document.querySelectorAll(selector)].filter(seen);
    const inputs = all('input:not([type=hidden]), select, textarea') as HTMLInputElement[];
    return {
      unlabelled: inputs.filter((input) => !input.labels?.length && !named(input)).map(short),
      unnamed: all('button, a[href], [role=button], [role=switch], [role=tab]')
        .filter((element) => element.tagName !== 'INPUT' && !named(element))
        .map(short),
      clipped: all('.mantine-Button-label, nav')
        .filter((element) => element.scrollWidth > element.clientWidth + 1)
        .map(short),
      headings: all('h1').length,
      overflow: document.documentElement.scrollWidth - window.innerWidth,
      language: document.documentElement.lang,
    };
  });
}
