"""What a stool sample says of one person, and how sure that is. Pure."""
