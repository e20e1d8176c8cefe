-- Whether `proof` is the HMAC of `message` with the key that only the application and this database
-- know: that a sign-in was checked and not injected as SQL. HMAC-SHA-256 (RFC 2104) without an
-- extension; keys are 32 bytes, a block is 64.
create or replace function app.is_proven(message bytea, proof bytea) returns boolean
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare inner_key bytea := decode(repeat('36', 64), 'hex');
        outer_key bytea := decode(repeat('5c', 64), 'hex');
        secret bytea;
begin
  select key into secret from sign_in_key;
  if secret is null or proof is null then return false; end if;
  for i in 0..octet_length(secret) - 1 loop
    inner_key := set_byte(inner_key, i, get_byte(inner_key, i) # get_byte(secret, i));
    outer_key := set_byte(outer_key, i, get_byte(outer_key, i) # get_byte(secret, i));
  end loop;
  return proof = sha256(outer_key || sha256(inner_key || message));
end $$;
