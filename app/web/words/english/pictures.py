"""What a picture of a figure says beside the figure's own words."""

PICTURES = {
    "title": "Dropout Explorer: {figure}, step {step}, sample {sample}",
    "caption": "{figure}. {about}{sample}",
    "sample": " Sample {sample}.",
    "only here": "Only this machine can open this address, so there is no code to scan.",
    "too long": "This address is too long for a code to scan.",
}
