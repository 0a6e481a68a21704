"""季度通报: figures frozen from the facts, text, approval, number, issue, acknowledgement."""
