"""The page: routes that parse, call one service function and show the result. No decisions, no arithmetic."""
