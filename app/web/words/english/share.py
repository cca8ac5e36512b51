"""How a figure gets into a course page: the builder's words."""

FIELDS = {
    "frame figure.label": "Figure",
    "frame to.label": "Platform",
    "frame width.label": "Width",
    "frame height.label": "Height",
    "frame begin.label": "Begin",
    "frame fit.label": "Fit",
}

SHARE = {
    # What a student may do.
    "may.p": "move p",
    "may.place": "put dropout elsewhere",
    "may.data": "choose the data set",
    "may.seed": "draw new masks, type a seed",
    "may.step": "step and scrub",
    "may.sample": "choose a sample",
    "may.speed": "choose the speed",
    "may.view": "look at the backward pass",
    "theme.auto": "as the reader’s system",
    "theme.light": "light",
    "theme.dark": "dark",
    "alt": "{figure}. {sentence}",
    "shown": "Shown: {figure} for {platform}, {width} by {height} pixels.",
    "step": "step {step}",
    "substep": "sub-step {number}",
    "column": "the column’s width",
    # For whom, where it is pasted, and what will not work there.
    "to.html": "HTML",
    "to.jupyter": "Jupyter",
    "to.myst": "Jupyter Book",
    "to.quarto": "Quarto",
    "to.moodle": "Moodle",
    "to.canvas": "Canvas",
    "to.markdown": "Markdown",
    "to.link": "Link",
    "to.replay": "File",
    "how.html": "Paste it into the source of a page, where the figure shall stand.",
    "how.jupyter": "A cell of a notebook: run it, and the figure stands below it (IPython 8 or newer).",
    "how.myst": "A directive of MyST Markdown, for Jupyter Book 2. Jupyter Book 1 has no such directive: paste "
    "the HTML.",
    "how.quarto": "A block of a .qmd file, for pages and for slides of reveal.js.",
    "how.moodle": "In the editor of a page, a label or a book: Tools, Source code. Paste it there.",
    "how.canvas": "In the Rich Content Editor, switch to the HTML editor (</>), and paste it there.",
    "how.markdown": "A picture that leads to the live figure, for README files, wikis and forums.",
    "how.link": "For chat, mail and slides; chat programs show its title and picture.",
    "how.replay": "The figure and its recorded run in one file, which asks no server for anything. Send it, or "
    "put it beside your page with this line.",
    "but.html": "Where texts are cleaned, as in forums and wikis, a frame is taken away: use the picture (Markdown).",
    "but.jupyter": "GitHub and a notebook that is not trusted show no frame. In a notebook that is opened over "
    "https, the server must be https too.",
    "but.myst": "MyST makes each frame 0.6 times as high as it is wide: a figure that is higher scrolls inside. "
    "A PDF has no frame.",
    "but.quarto": "PDF and Word leave the block out: put the picture there.",
    "but.moodle": "Moodle keeps frames in what teachers write, and takes them away in forums and in what "
    "students write; scripts may go as well, so that the height is fixed.",
    "but.canvas": "Canvas shows no http frame. It takes scripts away, so that the height is fixed, and the "
    "colour scheme: in a light course choose light.",
    "but.markdown": "The picture stands still. GitHub fetches it once and keeps it, from an address that it can reach.",
    "but.link": "It opens for as long as this server is there: the file needs none.",
    "but.replay": "It holds one run: p, place, data and seed cannot be changed in it.",
    "here alone": "{address} opens on this computer alone. Start the server with --host 0.0.0.0 for everyone in "
    "your network, or behind https with --public-url and its address there. On this computer, too, a page "
    "that is https asks its reader first, or shows nothing.",
    "plain http": "{address} is plain http: a page that is https shows neither frame nor picture from it. Put "
    "the server behind https, and name it with --public-url.",
    "near": "{address} is an address of your own network: outside of it nothing is shown, and a browser may ask "
    "its reader first.",
    "framed": "This server lets only these pages hold its frames (--frame-ancestors): {pages}",
}
