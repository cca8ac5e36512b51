"""What a chat program shows of a link before anybody opens it: title, sentence and picture, without any training."""
