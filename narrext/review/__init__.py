"""The review page: claims accepted, corrected and added at keyboard speed, by one reviewer or two.

`source` finds the documents, `subject` reads one, `actions` turns what a reviewer asks for into changes,
`store` keeps them, `agreement` compares two reviewers, `app` serves it all to a browser on this machine.
"""
