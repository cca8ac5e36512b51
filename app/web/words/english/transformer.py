"""The transformer's figure: its sentence, its legend, its text alternative, and the card of a number."""

TRANSFORMER = {
    # The sentence above the figure
    "at": "At step {step}, ",
    "off.words": "{off} of {whole} words",
    "off.attention": "{off} of {whole} attention weights",
    "off.added": "{off} of {whole} added numbers",
    "rest": "{more} {are} off for sample {sample}.",
    "more": "{first}, ",
    "and": " and {last}",
    # Heads
    "embedded": "vectors",
    "attention": "attention, head {number}",
    "mixed": "+ attention",
    "fed": "+ feed-forward",
    "mean": "mean of all words",
    "coins": "a coin a word type",
    "says": "a row a word; who looks at whom: from its row to a column",
    "true": "true: {name}",
    # The coins, under the figure
    "shape": "words N,{types},1 on {types},{width} · attention weights N,{heads},{length},{length} · what is added "
    "N,{length},{width}, twice",
    # The text alternative
    "summary": "Transformer at step {step}, sample {sample}: {sentence}. {masks} It says {guess} with probability "
    "{sure}; the class is {truth}.",
    "summary.none": "Nothing is off.",
    "summary.word": "Off is the word {names}, wherever it stands.",
    "summary.words": "Off are the words {names}, wherever they stand.",
    "summary.no words": "No word of it is off.",
    "summary.attention": "{off} of {whole} attention weights are off.",
    "summary.added": "{off} of {whole} numbers that are added are off.",
    "summary.back": "Shown are gradients; none passes a mask.",
    # The legend
    "key.kept": "value, or its gradient",
    "key.negative": "negative",
    "key.off": "off",
    "key.word": "a word that is off",
    "key.own": "a type of this sentence",
    # The card of a number
    "card.embedded": "{word}, word {row}: number {column}",
    "card.attention": "Head {head}: {word} looks at {other}",
    "card.mixed": "{word}, word {row}: number {column} from attention",
    "card.fed": "{word}, word {row}: number {column} from feed-forward",
    "card.pooled": "Mean of all words: number {column}",
    "card.z": "Class {name}",
    "card.kept": "Its coin is not below p: it is on, and counts 1/(1 − p) times.",
    "card.dropped": "Its coin is below p: it is off, and no gradient passes.",
    "card.dropped.embedded": "The coin of this word type is below p: it is off wherever it stands in this sentence.",
    "card.active": "Nothing can switch it off here.",
    "card.coin": "Coin against p",
    "card.row": "In the table of vectors",
    "card.weight": "After the softmax",
    "card.value": "What it is",
    "card.acts": "What goes on",
    "card.sum": "Its row adds up to",
    "card.back": "Its gradient",
    "card.softmax": "Its probability",
}

ROWS = {
    "nothing": "Nothing is dropped of the attention weights at this step.",
    "sentence": "Over {masks} masks with p = {p} the rows add up to {mean} on average. “{even}” looks at the "
    "others most evenly: its sum has a standard deviation of {least}. “{alone}” in head {head} looks at few: {most}. "
    "All weights of a row are off in one of {none} masks.",
}

REPEATS = {
    "nothing": "No words are dropped at this step, or none comes twice.",
    "both": "both off",
    "one": "one off, the other not",
    "none": "both on",
    "a step": "In one step",
    "steps": "In the last {steps} steps",
    "sentence": "{steps} there were {pairs} pairs of equal words in a sentence: both were off in "
    "{both}. With a coin for each word it would be {apart}, and one alone would be off in {one}.",
}

PAGES = {
    "transformer.title": "Dropout in a transformer",
    "transformer.says": "A small one, in three ways: whole words of a sentence, the weights of attention after the "
    "softmax, and numbers of what attention and feed-forward add. Its task is a sum over words, so that a bag of words "
    "would do; the order of the words says nothing, and none has a position.",
    "transformer.what": "words, attention weights, what is added",
    "transformer.shared": "nothing; of a word, all its places in a sentence",
    "transformer.scale": "1/(1 − p)",
    "transformer.inference": "as it is",
    "transformer.p": "you, for each place",
}
