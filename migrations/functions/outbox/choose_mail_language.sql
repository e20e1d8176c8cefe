-- The asker wants mail in another language; answers whether that was news.
create or replace function app.choose_mail_language(wanted text) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  update account set mail_language = wanted
  where id = (select my_account()) and mail_language <> wanted;
  return found;
end $$;

grant execute on function app.choose_mail_language(text) to portal_app;
