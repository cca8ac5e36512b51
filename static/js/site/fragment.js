// A part of a page, asked for as htmx does. The newest question wins.

export class Fragment {
  #request = new AbortController();

  /** @param {string} address @returns {Promise<string>} its HTML; nothing where there is none, or no longer wanted */
  async get(address) {
    this.stop();
    const { signal } = (this.#request = new AbortController());
    try {
      const response = await fetch(address, { headers: { 'HX-Request': 'true' }, signal });
      const html = await response.text();
      return response.ok && !signal.aborted ? html : '';
    } catch {
      return ''; // the figures say so themselves where the server is gone
    }
  }

  /** What was asked for is no longer wanted. */
  stop() {
    this.#request.abort();
  }
}
