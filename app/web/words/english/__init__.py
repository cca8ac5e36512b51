"""The texts in English, theme by theme: `ENGLISH["fault.whole"]` is the entry `whole` of faults.py."""

from collections.abc import Mapping

from app.web.words.english import (
    answers,
    caveats,
    claims,
    errata,
    explore,
    faults,
    fields,
    figures,
    library,
    methods,
    names,
    one_layer,
    pictures,
    present,
    preview,
    replay,
    scenes,
    script,
    share,
)

ENGLISH: Mapping[str, str] = {
    f"{theme}.{key}": text
    for theme, table in {
        "fault": faults.SENTENCES,
        "why": faults.REASONS,
        "field": fields.FIELDS | share.FIELDS,
        "scene": scenes.SCENES,
        "data": scenes.DATA,
        "class": scenes.CLASSES,
        "choice": fields.CHOICES,
        "library": library.LIBRARY,
        "method": methods.METHODS,
        "passes": methods.PASSES,
        "caveat": caveats.CAVEATS,
        "measured": claims.MEASURED,
        "claim": claims.CLAIMS,
        "busy": answers.BUSY,
        "end": answers.ENDS,
        "sentence": figures.SENTENCE | methods.SENTENCE,
        "network": figures.NETWORK | methods.NETWORK,
        "neuron": figures.NEURON | methods.NEURON,
        "outcome": figures.OUTCOME | methods.OUTCOME,
        "loss": figures.LOSS | methods.LOSS,
        "chart": figures.CHART,
        "masks": figures.MASKS | methods.MASKS,
        "tables": figures.TABLES,
        "formula": figures.FORMULAS | methods.FORMULAS,
        "name": names.NAMES,
        "introduction": explore.INTRODUCTION,
        "form": explore.FORM,
        "error": explore.ERRORS,
        "code": present.CODE,
        "script": script.SCRIPT,
        "replay": replay.REPLAY,
        "mistake": one_layer.MISTAKES,
        "errata": one_layer.ERRATA,
        "finding": errata.FINDINGS,
        "preview": preview.PREVIEW,
        "picture": pictures.PICTURES,
        "share": share.SHARE,
    }.items()
    for key, text in table.items()
}
