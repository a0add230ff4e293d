import type { Browser, Page } from 'playwright-core';
import type { Product } from './product';

export const PASSWORD = 'correct horse battery';
export const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

type Size = keyof typeof SIZES;
type Language = 'en' | 'de';

/** People with the password `PASSWORD` who use a running product, by its API and with a browser. */
export class Visitors<Name extends string> {
  private readonly tokens = {} as Record<Name, string>;

  constructor(
    private readonly product: Product,
    private readonly browser: Browser,
    /** Their addresses. */
    private readonly people: Record<Name, string>,
  ) {}

  /** Must come before all else. */
  async makeTokens(): Promise<void> {
    for (const [name, email] of Object.entries<string>(this.people)) {
      const made = await this.product.cli<{ token: string }>('token', 'create', '--user', email, '--name', 'e2e');
      this.tokens[name as Name] = made.token;
    }
  }

  /** @throws Error with the answer when it is no success */
  async api<T>(name: Name, method: string, path: string, body?: unknown): Promise<T> {
    const headers = { authorization: `Bearer ${this.tokens[name]}`, 'content-type': 'application/json' };
    const answer = await fetch(`${this.product.url}${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** A window of its own, at the map. */
  async signIn(name: Name, language: Language = 'en', size: Size = 'wide'): Promise<Page> {
    await this.api(name, 'PATCH', '/api/account', { language, time_zone: 'Europe/Berlin' });
    const context = await this.browser.newContext({ viewport: SIZES[size], locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${this.product.url}/sign-in`);
    await page.getByLabel('E-mail').fill(this.people[name]);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/map');
    return page;
  }
}
