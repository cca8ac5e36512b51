"""Who asks for a page to show what a link leads to, or to list it, and not to look at it.

Such programs say so in their User-Agent; what they get is made from the link alone. One that is not known gets the
page, as a reader does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Facebook, Slack, Discord, Telegram, LinkedIn, Teams, Matrix, Google, Bing and most others say bot, preview or crawler;
# those after them say neither. A maker of phones is called Cubot.
ASKS = re.compile(
    r"(?<!cu)bot(?![a-z])|crawl|spider|preview|externalhit|facebookcatalog|scrap|snippet|onebox|embed|iframely|cardyb"
    r"|whatsapp|mastodon|pleroma|misskey|akkoma|ms-office|google-(?!.*chrome/)",
    re.IGNORECASE,
)


def is_crawler(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from such a program, by its headers."""
    return headers.get("sec-fetch-user") != "?1" and ASKS.search(headers.get("user-agent", "")) is not None
