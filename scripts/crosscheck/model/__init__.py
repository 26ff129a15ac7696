"""The frozen nouns of the knowledge base.

Each class is the one definition of its YAML form: validation, the editor's JSON Schema and the reference page
are all read from it.
"""
