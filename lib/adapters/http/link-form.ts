/** What the page of a link in a mail sends when its button is pressed. */
export class LinkForm {
  static readonly MOST_BYTES = 10_000;
  private readonly fields: URLSearchParams;

  /** @param body null: longer than anything that is meant */
  constructor(body: string | null) {
    this.fields = new URLSearchParams(body ?? '');
  }

  get isPage(): boolean {
    return this.fields.get('answer') === 'page';
  }

  get isUndo(): boolean {
    return this.fields.get('undo') === '1';
  }

  /** Back to the page, so that loading it anew posts nothing again. */
  backTo(token: string, what: 'done' | 'undone' | null): Response {
    const location = `/n/${encodeURIComponent(token)}${what ? `?was=${what}` : ''}`;
    return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
  }
}
