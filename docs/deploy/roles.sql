-- Run as a superuser, with the passwords in the environment: OWNER, APP and WORKER.
\set ON_ERROR_STOP on
\getenv owner OWNER
\getenv app APP
\getenv worker WORKER
create role portal_owner login password :'owner';    -- migrations and maintenance
create role portal_app login password :'app';        -- the web server: owns nothing
create role portal_worker login password :'worker';  -- the worker: the outbox and reminders
create role portal_authz nologin;                    -- owns the functions that decide who sees what
grant portal_authz to portal_owner;
create database portal owner portal_owner encoding 'UTF8' template template0;
revoke all on database portal from public;
grant connect on database portal to portal_app, portal_worker;
