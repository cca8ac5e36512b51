// For a page that holds embeds of Dropout Explorer: makes each frame as high as its figure says it is. Optional: without it a
// frame keeps the height of its snippet. Plain script, no module, so that it may stand anywhere in a page, as the builder
// writes it (`/share`): a script element with this address and `defer`.
//
// A frame is believed when it is one of this page's, opened from where this script lies, or in a sandbox, which has no origin.

(() => {
  const home = new URL(document.currentScript.src).href.replace(/static\/embed\.js.*$/, '');
  const VERSION = 1;
  const MOST = 2400; // px: what asks for more is not a figure
  const SETTLING = 1000; // ms after a frame was made another height, in which it may answer to that by wishing for another
  const ANSWERS = 3; // such wishes in a row, in a frame as wide as before: then it is as high as it gets
  const made = new WeakMap(); // frame: the height that it has by now, and how that came about

  const frames = () => [...document.getElementsByTagName('iframe')].filter(({ src }) => src.startsWith(home));

  addEventListener('message', ({ source, origin, data }) => {
    if (data?.dropoutExplorer !== VERSION || data.type !== 'height' || !(data.height > 0)) return; // 0: it is hidden
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (frame && [new URL(home).origin, 'null'].includes(origin)) fit(frame, Math.min(MOST, Math.ceil(data.height)));
  });

  function fit(frame, height) {
    const before = made.get(frame);
    const { clientWidth: width } = frame;
    if (height === before?.height && width === before.width) return;
    const follows = width === before?.width && performance.now() - before.at < SETTLING;
    const answers = follows ? before.answers + 1 : 0;
    if (answers > ANSWERS) return;
    made.set(frame, { height, width, answers, at: performance.now() });
    const { borderTopWidth, borderBottomWidth, boxSizing } = getComputedStyle(frame);
    const border = boxSizing === 'border-box' ? parseFloat(borderTopWidth) + parseFloat(borderBottomWidth) : 0;
    frame.style.height = `${height + border}px`;
  }

  // One that has said how high it is before this page listened says it again.
  for (const { contentWindow } of frames()) contentWindow?.postMessage({ dropoutExplorer: VERSION, type: 'ask' }, '*');
})();
