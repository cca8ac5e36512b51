"""Every name that some link or form of ours holds."""

from app.runs.one_layer.fields import LAYER_FIELDS, OTHER_NAMES
from app.runs.spec.fields import FIELDS
from app.web.address import edits, form_link
from app.web.address.query import WISHES
from app.web.api import PARAMETERS
from app.web.site.damage import WORDS
from app.web.site.received import MADE_HERE, VERSION_NAME

OF_EMBEDS = [
    "controls",
    "theme",
    "autoplay",
    "print",
    "scale",
    "figure",
    "present",
    "title",
    "url",
    "format",
    "maxwidth",
    "maxheight",
]
NAMES = {
    *FIELDS, *WISHES, *LAYER_FIELDS, *OTHER_NAMES, *form_link.OWN, *MADE_HERE, *WORDS, *OF_EMBEDS,
    edits.NAME, PARAMETERS.name, VERSION_NAME, "task",
}  # fmt: skip
