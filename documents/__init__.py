"""Official documents and workbooks on pages: .docx, PDF and .xlsx from one content model.

Equal content gives equal bytes, so a rendered document can be stored under its hash.
"""
