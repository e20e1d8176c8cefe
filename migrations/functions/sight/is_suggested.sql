-- Whether somebody's keys open a suggestion: it is disclosed to them as any content, and so are the
-- words it quotes, unless it is their own. The keys are as app.my_disclosures() tells them.
create or replace function app.is_suggested(s app.word_suggestion, keys text[]) returns boolean
language sql immutable as $$
  select app.is_disclosed(s.disclosure, s.plan_id, s.from_party, keys)
    and (app.is_disclosed(s.words_disclosure, s.plan_id, s.words_party, keys)
      or app.is_disclosed('', s.plan_id, s.from_party, keys))
$$;

grant execute on function app.is_suggested(app.word_suggestion, text[]) to portal_app;
