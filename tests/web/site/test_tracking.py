"""What follows a link is dropped, and is no name of ours."""

import pytest

from app.web.site.received import mended
from app.web.site.tracking import follows
from tests.web.link_names import NAMES

LINK = "p=0.3&seed=7&steps=40"
PAIRS = [("p", "0.3"), ("seed", "7"), ("steps", "40")]
FOLLOWING = """
    utm_source utm_id UTM_Medium fbclid gclid mc_eid mc_cid msclkid dclid gbraid wbraid igshid si ref_src _hsenc _hsmi
    yclid twclid ttclid li_fat_id srsltid mkt_tok _ga pk_campaign usg ust mibextid _x_tr_sl __cf_chl_tk elqTrackId
"""


@pytest.mark.parametrize("name", FOLLOWING.split())
def test_what_follows_a_link_is_dropped_wherever_it_stands(name: str) -> None:
    assert mended(f"{LINK}&{name}=IwAR0x-1.y") == PAIRS
    assert mended(f"{name}=a%20b&{name}=&{LINK}") == PAIRS
    assert mended(f"p=0.3&amp;{name}=1&seed=7&steps=40") == PAIRS


def test_no_name_of_ours_is_dropped() -> None:
    assert [name for name in NAMES if follows(name, "1")] == []
    assert mended("from=5") == [("from", "5")]
    assert mended("from=groupmessage") == []
