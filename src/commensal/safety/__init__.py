"""What must not be suggested to this person, when to get help, and when to hold back."""
