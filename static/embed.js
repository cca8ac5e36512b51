// For a page that holds embeds of Dropout Explorer: makes each frame as high as its figure says it is. Optional: without it a
// frame keeps the height of its snippet. Plain script, no module, so that it may stand anywhere in a page:
//
//   <script defer src="(the address of the server)/static/embed.js"></script>
//
// A frame is believed when it is one of this page's, opened from where this script lies, or in a sandbox, which has no origin.

(() => {
  const home = new URL(document.currentScript.src).href.replace(/static\/embed\.js.*$/, '');
  const MOST = 2400; // px: what asks for more is not a figure
  const SETTLING = 500; // ms after a frame was made higher, in which a wish to grow again may be an answer to that
  const made = new WeakMap(); // frame: its height and when it was set

  addEventListener('message', ({ source, origin, data }) => {
    if (data?.dropoutExplorer !== 1 || data.type !== 'height' || !(data.height > 0)) return;
    const frame = [...document.getElementsByTagName('iframe')].find(({ contentWindow }) => contentWindow === source);
    if (!frame?.src.startsWith(home) || ![new URL(home).origin, 'null'].includes(origin)) return;
    const height = Math.min(MOST, Math.ceil(data.height));
    const { height: before = 0, at = -Infinity, grew = 0 } = made.get(frame) ?? {};
    const grows = before > 0 && height > before && performance.now() - at < SETTLING;
    if (height === before || (grows && grew >= 3)) return;
    made.set(frame, { height, at: performance.now(), grew: grows ? grew + 1 : 0 });
    const { borderTopWidth, borderBottomWidth, boxSizing } = getComputedStyle(frame);
    const border = boxSizing === 'border-box' ? parseFloat(borderTopWidth) + parseFloat(borderBottomWidth) : 0;
    frame.style.height = `${height + border}px`;
  });
})();
