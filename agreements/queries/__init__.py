"""Reading agreements, one module a subject. Who sees what is `agreement.visible_to`."""
