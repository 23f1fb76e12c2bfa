"""How each platform hears and speaks; imports `briefings.document` and nothing else of ours."""
