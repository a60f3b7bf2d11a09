"""What a day's food and medicines amount to: totals with their spread, and how much of each is known."""
