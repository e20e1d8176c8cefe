"""The plan of activities of an agreement in force: what is to be done, by whom, until when."""
