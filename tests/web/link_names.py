"""Every name that some link or form of ours holds."""

from app.runs.one_layer.fields import LAYER_FIELDS, OTHER_NAMES
from app.runs.spec.fields import FIELDS
from app.web.address import edits, form_link
from app.web.address.query import WISHES
from app.web.api import PARAMETERS
from app.web.embed import allowed
from app.web.site.damage import WORDS
from app.web.site.received import MADE_HERE, VERSION_NAME

OTHERS = "task print scale figure present url format maxwidth maxheight"
NAMES = {
    *FIELDS, *WISHES, *LAYER_FIELDS, *OTHER_NAMES, *form_link.OWN, *MADE_HERE, *WORDS, *allowed.FIELDS,
    *OTHERS.split(), edits.NAME, PARAMETERS.name, VERSION_NAME,
}  # fmt: skip
