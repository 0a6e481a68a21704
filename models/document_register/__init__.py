"""The year's numbers of documents: drawn one after the other, none left out, none twice."""
