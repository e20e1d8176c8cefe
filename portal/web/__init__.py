"""What every page stands on: guard, forms, layout, errors, headers, language."""
