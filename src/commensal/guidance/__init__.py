"""What to do next: graded, paced, and only what has passed the safety gate."""
