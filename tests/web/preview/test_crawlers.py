"""Programs that show a link are known by what they say of themselves; browsers are none."""

import pytest

from app.web.preview.crawlers import is_crawler

CRAWLERS = """
facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)
facebookexternalhit/1.1;line-poker/1.0
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0
Twitterbot/1.0
Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)
Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)
WhatsApp/2.23.20.0
TelegramBot (like TwitterBot)
LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)
Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com
http.rb/5.1.1 (Mastodon/4.2.1; +https://mastodon.social/)
Pleroma 2.5.0; https://social.example.org <admin@example.org>
Synapse (bot; +https://github.com/matrix-org/synapse)
Mozilla/5.0 (compatible; ZulipURLPreview/8.0; +https://zulip.example.org)
Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)
Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
Mozilla/5.0 AppleWebKit/537.36 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 Version/13.1.1 Safari/605.1.15 (Applebot/0.1)
Mozilla/5.0 (compatible; Embedly/0.2; +http://support.embed.ly/)
Iframely/1.3.1 (+https://iframely.com/docs/about)
Discourse Forum Onebox v3.1
Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)
Mozilla/4.0 (compatible; ms-office; MSOffice 16)
Mozilla/5.0 (compatible; Nextcloud Server Crawler)
GPTBot/1.2
Baiduspider/2.0
"""
BROWSERS = """
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36
Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0
Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 Version/17.2 Mobile/15E148 Safari/604.1
Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 GSA/297.0 Mobile/15E148 Safari/604.1
Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0 Mobile Safari/537.36
Mozilla/5.0 (Linux; Android 9; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0 Mobile Safari/537.36
Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/445.0]
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Electron/28.0 Safari/537.36 Slack_SSB/4.35
curl/8.5.0
python-httpx/0.27.0
testclient
"""


@pytest.mark.parametrize("agent", CRAWLERS.strip().splitlines())
def test_who_shows_a_link_is_known(agent: str) -> None:
    assert is_crawler({"user-agent": agent})


@pytest.mark.parametrize("agent", ["", *BROWSERS.strip().splitlines()])
def test_a_browser_gets_the_page(agent: str) -> None:
    assert not is_crawler({"user-agent": agent})


def test_so_does_a_hand_whatever_its_browser_is_called() -> None:
    assert not is_crawler({"user-agent": "Robotbot/1.0", "sec-fetch-user": "?1"})
    assert not is_crawler({})
