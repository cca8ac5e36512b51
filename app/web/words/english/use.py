"""Experiments on the use of dropout: what each asks, what readers may predict, and how it is read.

Of each: title; asks; `choice 1` and on, what may be predicted; reads. All are said of the row's own
settings alone; an experiment with others is called by its axis and its measure.
"""

EXPERIMENTS = {
    "other.title": "{measure} over {axis}",
    "other.asks": "{measure} over {axis}, with settings of your own: nothing was measured with them before.",
    "p.title": "How much: sweep p",
    "p.asks": "The same run with p from 0 to 0.9. At which p does it get the largest share of the test set right?",
    "p.choice 1": "0: masks only do harm",
    "p.choice 2": "One in between",
    "p.choice 3": "The highest",
    "p.reads": "Left of its best value a network learns its training samples by heart, wrong labels too; far to the "
    "right of it, too little of the network is on to learn anything. A test loss can fall only because a network is "
    "less sure of itself: at p = 0.9 it is lowest here, where the network does no better than a guess. Look at the "
    "accuracy beside it.",
    "p-digits.title": "How much, on digits",
    "p-digits.asks": "Two dense layers of 64 neurons on 300 digits, a fifth of them with wrong labels. Is p = 0.5 the "
    "right amount?",
    "p-digits.choice 1": "Less is better",
    "p-digits.choice 2": "About 0.5",
    "p-digits.choice 3": "More is better",
    "p-digits.reads": "Left of its best value a network learns its training samples by heart, wrong labels too; far "
    "to the right of it, too little of the network is on to learn anything. The lowest test loss and the best "
    "accuracy need not lie at the same p: look at both.",
    "p-samples.title": "How much data",
    "p-samples.asks": "The sweep of p again, with 30, 100, 300 and 1,000 training samples. Does the best p move?",
    "p-samples.choice 1": "It falls with more samples",
    "p-samples.choice 2": "It stays",
    "p-samples.choice 3": "It rises with more samples",
    "p-samples.reads": "With 30 samples no p helps much. From 100 to 1,000 the gain shrinks, and so does the p that a "
    "network bears: with 1,000 there is little left to gain, and p = 0.5 does harm.",
    "p-decay.title": "Beside weight decay",
    "p-decay.asks": "The sweep of p with weight decay 0, 0.003 and 0.01. Do the two add up?",
    "p-decay.choice 1": "Both together are best",
    "p-decay.choice 2": "One of them is enough",
    "p-decay.choice 3": "Neither helps",
    "p-decay.reads": "Weight decay is L2 in the gradient here, on weights and biases alike. Either keeps the network "
    "from learning wrong labels by heart. Beside a weight decay of 0.003 a little dropout still gains; beside 0.01 it "
    "gains nothing, and p = 0.5 does harm: the network learns too little.",
    "p-layers.title": "How deep",
    "p-layers.asks": "The sweep of p on 1, 2, 4 and 6 hidden layers, dropout after each. Does a deeper network bear "
    "as much?",
    "p-layers.choice 1": "Less: the best p falls",
    "p-layers.choice 2": "As much",
    "p-layers.choice 3": "More: it has more to spare",
    "p-layers.reads": "A signal goes through the masks of every layer: 1 − p to the power of the number of layers is "
    "the share of paths that are whole.",
    "p-conv.title": "How much, on feature maps",
    "p-conv.asks": "Dropout on the maps of a small convolutional network. How much does it bear?",
    "p-conv.choice 1": "0.1 to 0.3",
    "p-conv.choice 2": "0.5, as dense layers do",
    "p-conv.choice 3": "More than that",
    "p-conv.reads": "The lowest test loss is at a smaller p than the best accuracy. At p = 0.5 the accuracy is far "
    "above the twin's, and the test loss is above the twin's too: such a network is right more often, and less sure "
    "of it.",
    "p-sublayers.title": "How much, in a transformer",
    "p-sublayers.asks": "Dropout on what both sublayers add. How much is best?",
    "p-sublayers.choice 1": "0.1 to 0.3",
    "p-sublayers.choice 2": "0.5 or more",
    "p-sublayers.choice 3": "None",
    "p-sublayers.reads": "This transformer is one layer on 300 short sentences, a fifth of them with wrong labels: "
    "far from the size that the rule comes from.",
    "p-embedding.title": "How much, on embeddings",
    "p-embedding.asks": "Whole words of a sentence are dropped. Is a small p best?",
    "p-embedding.choice 1": "0.05 to 0.1",
    "p-embedding.choice 2": "0.3 or more",
    "p-embedding.choice 3": "None",
    "p-embedding.reads": "A word that is dropped is dropped wherever it stands in the sentence. Here every sentence "
    "has twelve words, and no single one decides.",
    "p-attention.title": "How much, on attention",
    "p-attention.asks": "Attention weights are dropped. Is a small p best?",
    "p-attention.choice 1": "0.05 to 0.1",
    "p-attention.choice 2": "0.3 or more",
    "p-attention.choice 3": "None",
    "p-attention.reads": "A bag of words would do for these sentences, so that little hangs on where attention looks.",
    "p-input.title": "On the input",
    "p-input.asks": "Dropout on the pixels alone, with right labels and with a fifth of them wrong. How much is too "
    "much?",
    "p-input.choice 1": "0.5 does harm in both",
    "p-input.choice 2": "0.5 does harm with right labels alone",
    "p-input.choice 3": "0.5 does no harm",
    "p-input.reads": "Where labels are wrong, hiding pixels keeps the network from learning single images by heart. "
    "Where they are right, a little of it changes next to nothing, and 0.5 hides what the network needs.",
    "place.title": "Where: every subset of places",
    "place.asks": "Dropout with the same p on the input (0) and after hidden layers 1, 2, 3, in every combination. "
    "Which places matter?",
    "place.choice 1": "The first",
    "place.choice 2": "The last",
    "place.choice 3": "All alike",
    "place.reads": "Place 0 is the input, place k the output of hidden layer k. Each hidden layer alone gains a "
    "little, and all three together gain most. The input alone gains too little to tell, and adding it to the three "
    "gains no more. Of another p or other data this says nothing.",
    "layers.title": "Deep networks at p = 0.5",
    "layers.asks": "Hidden layers of 64 neurons, from one to six, dropout of 0.5 after each. Where does it stop "
    "helping?",
    "layers.choice 1": "It helps at any depth",
    "layers.choice 2": "Beyond a few layers it does harm",
    "layers.choice 3": "It helps deep networks alone",
    "layers.reads": "Beyond some depth a network at p = 0.5 does not learn within its steps.",
    "deep.title": "Structured, in a deep network",
    "deep.asks": "A residual network of eight blocks: dropout inside the blocks, stochastic depth, LayerDrop. Which "
    "is most accurate, all blocks kept?",
    "deep.choice 1": "Dropout inside the blocks",
    "deep.choice 2": "Stochastic depth",
    "deep.choice 3": "LayerDrop",
    "deep.reads": "Whole blocks are left out for another purpose: a network that can be cut afterwards, as the pages "
    "of stochastic depth and LayerDrop show. With all blocks kept LayerDrop is no better than the twin, and its test "
    "loss is higher.",
    "speed.title": "Slower convergence",
    "speed.asks": "How many steps until the training loss, dropout off, is below 0.2? 1,000 digits with right labels.",
    "speed.choice 1": "As many, whatever p is",
    "speed.choice 2": "2 to 3 times as many at p = 0.5",
    "speed.choice 3": "10 times as many at p = 0.5",
    "speed.reads": "Steps are found to a hundredth of the run. Never is a value too: it stands on a rail of its own.",
    "rate.title": "A larger learning rate",
    "rate.asks": "Does a larger learning rate win the time back? Steps to a training loss of 0.2 at p = 0.5 and "
    "without.",
    "rate.choice 1": "Yes",
    "rate.choice 2": "No: the twin gains as much from it",
    "rate.choice 3": "It makes it worse",
    "rate.reads": "Both arms have the same learning rate, and up to 0.005 a larger one makes both faster: look at the "
    "ratio of the two, which does not fall. At 0.02 the arm with dropout takes longer again, and with some seeds it "
    "never gets there.",
}

RULES = {
    "holds": "holds here",
    "fails": "does not hold here",
    "untested": "not tested here",
    "largest": ", the largest that was tried",
    "none is best": "Most accurate without it, {twin} on average over {seeds} seeds. {sure}",
    "lies": "The most accurate p lies from {low} to {high} in {share} of {draws} bootstrap samples of the "
    "seeds{close}.",
    "falls": "The second p is the lower one in {share} of {draws} bootstrap samples of the seeds{close}.",
    "nearly all": "nearly all",
    "hardly any": "hardly any",
    "close": ", too close to tell",
    "told": "{way} in {count} of {seeds} seeds, by {mean} ({low} to {high})",
    "told close": "too close to tell, {way} in {count} of {seeds} seeds, by {mean} ({low} to {high})",
    "more accurate": "more accurate",
    "less accurate": "less accurate",
    "more gain": "more",
    "less gain": "less",
    "dense.quote": "For fully connected layers, values around $p = 0.5$ are classic and still widely used",
    "dense.result": "Most accurate at p = {value}{edge}: {ours} on average, {twin} without dropout; better in "
    "{better} of {seeds} seeds, by {mean} points ({low} to {high}). {sure}",
    "dense.untested": "Not measured yet.",
    "conv.quote": "$p = 0.1$ to $p = 0.3$ is typical for convolutional layers",
    "conv.result": "Most accurate at p = {value}{edge}: {ours} on average, {twin} without dropout; better in {better} "
    "of {seeds} seeds, by {mean} points ({low} to {high}). {sure}",
    "conv.untested": "Not measured yet.",
    "sublayers.quote": "$p = 0.1$ to $p = 0.3$ is typical for … transformer sublayers",
    "sublayers.result": "Most accurate at p = {value}{edge}: {ours} on average, {twin} without dropout; better in "
    "{better} of {seeds} seeds, by {mean} points ({low} to {high}). {sure}",
    "sublayers.untested": "Not measured yet.",
    "embeddings.quote": "Embeddings and attention layers often use even smaller rates (e.g. $0.05$ to $0.1$)",
    "embeddings.result": "Embeddings, whole words. Most accurate at p = {value}{edge}: {ours} on average, {twin} "
    "without dropout; better in {better} of {seeds} seeds, by {mean} points ({low} to {high}). {sure}",
    "embeddings.untested": "Not measured yet.",
    "attention.quote": "Embeddings and attention layers often use even smaller rates (e.g. $0.05$ to $0.1$)",
    "attention.result": "Attention weights. Most accurate at p = {value}{edge}: {ours} on average, {twin} without "
    "dropout; better in {better} of {seeds} seeds, by {mean} points ({low} to {high}). {sure}",
    "attention.untested": "Not measured yet.",
    "early.quote": "early layers (especially in CNNs) often use little or no dropout",
    "early.result": "p = 0.2 on feature maps: after the second convolution {ours} on average, after the first "
    "{else_ours}, {twin} without. After the second: {told}.",
    "early.untested": "Not measured yet.",
    "input.quote": "Dropout is usually not applied to … input layers (in a heavy way)",
    "input.result": "p = 0.5 on the input, right labels: {ours} on average, {twin} without dropout, {mean} points "
    "({low} to {high}){close}. With a fifth of the labels wrong: {else_mean} points ({else_low} to {else_high})"
    "{else_close}.",
    "input.untested": "Not measured yet.",
    "output.quote": "Applying dropout directly to the output layer can destabilize predictions, especially for "
    "classification or regression targets.",
    "output.untested": "The output is no place for dropout in any network here, so that no run tests it.",
    "after norm.quote": "dropout is placed after BN, not before",
    "after norm.result": "Batch normalisation before dropout: {ours} on average; after it: {else_ours}. Before it: "
    "{told}. But without dropout the two differ as well, {twin} and {else_twin}: what dropout itself gains with "
    "normalisation before it is {gain}.",
    "after norm.untested": "Not measured yet.",
    "deep.quote": "In very deep or overparameterized models, dropout rates are often reduced rather than increased",
    "deep.result": "With one hidden layer most accurate at p = {first_best_value} ({first_best_ours}), with six at "
    "p = {best_value} ({best_ours}). {sure}",
    "deep.untested": "Not measured yet.",
    "structured.quote": "sometimes replaced by structured methods like stochastic depth",
    "structured.result": "Whether it pays, in eight residual blocks, all kept: stochastic depth {ours} on average, "
    "dropout inside the blocks {else_ours}, neither {twin}. Stochastic depth in place of dropout: {told}. Of far "
    "deeper networks this says nothing.",
    "structured.untested": "Not measured yet.",
    "shift.quote": "Strong data augmentation, weight decay, batch normalization, or very large datasets can reduce or "
    "even eliminate the need for dropout",
    "shift.result": "Augmentation, digits moved by up to a pixel: after 500 steps dropout changes accuracy by {mean} "
    "points beside it and by {first_mean} without it: {told}. After 2,000 steps by {later_mean} and by {last_mean}: "
    "{later_told}.",
    "shift.untested": "Not measured yet.",
    "decay.quote": "Strong data augmentation, weight decay, batch normalization, or very large datasets can reduce or "
    "even eliminate the need for dropout",
    "decay.result": "Weight decay: at p = {value} dropout changes accuracy by {mean} points beside 0.01 and by "
    "{first_mean} without it: {told}. Most accurate without it at p = {first_best_value}, beside it at p = "
    "{best_value}. {sure}",
    "decay.untested": "Not measured yet.",
    "norm.quote": "Strong data augmentation, weight decay, batch normalization, or very large datasets can reduce or "
    "even eliminate the need for dropout",
    "norm.result": "Batch normalisation: dropout changes accuracy by {mean} points beside it and by {first_mean} "
    "without it: {told}.",
    "norm.untested": "Not measured yet.",
    "data.quote": "Strong data augmentation, weight decay, batch normalization, or very large datasets can reduce or "
    "even eliminate the need for dropout",
    "data.result": "Data: at p = {value} dropout changes accuracy by {mean} points with 1,000 samples and by "
    "{first_mean} with 100: {told}. Most accurate with 100 at p = {first_best_value}, with 1,000 at p = {best_value}. "
    "{sure}",
    "data.untested": "Not measured yet.",
    "slower.quote": "dropout increases gradient noise, which can slow convergence",
    "slower.result": "At p = 0.5 it takes {ours} steps on average to a training loss of 0.2, {twin} without dropout: "
    "{times} times as many{close}.",
    "slower.untested": "Not measured yet.",
}
