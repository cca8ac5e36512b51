"""What a run learns from: tasks, points, images, and the batches of each step."""
