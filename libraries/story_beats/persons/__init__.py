"""Who is in a story: whom its words mean, who acts and speaks in each sentence, and what is known of each."""
