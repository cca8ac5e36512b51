"""What advertisers, mail and chat programs add to a link to follow it. It says nothing of a run, and is dropped."""

from __future__ import annotations

_NAMES = """
    fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid msclkid twclid ttclid yclid ysclid igsh
    igshid li_fat_id srsltid ref_src ref_url mc_cid mc_eid mkt_tok _ga _gl _openstat _hsenc _hsmi __hstc __hssc
    __hsfp hsctatracking vero_id vero_conv oly_anon_id oly_enc_id wickedid rb_clickid s_cid epik sccid si
    sa source ust usg ved mibextid share_id rdid isappinstalled nsukey trk lipi spm scm guccounter s_kwcid ef_id
    ml_subscriber ck_subscriber_id elqtrackid dm_i _kx xtor
"""
NAMES = frozenset(_NAMES.split())
STARTS = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "fb_", "guce_", "_x_tr_", "__cf_chl_", "_branch_")
# A messenger says so where a link was passed on, with a name that is ours: of ours the value is a whole number.
PAIRS = frozenset(("from", text) for text in ("singlemessage", "groupmessage", "timeline"))


def follows(name: str, text: str) -> bool:
    """Whether this parameter follows a reader."""
    plain = name.casefold()
    return plain in NAMES or plain.startswith(STARTS) or (plain, text) in PAIRS
