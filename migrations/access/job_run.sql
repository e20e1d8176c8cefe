alter table app.job_run enable row level security, force row level security;

-- Names of jobs and times: nothing about anybody.
grant select, insert, update on app.job_run to portal_worker;

create policy maintain on app.job_run to portal_owner using (true) with check (true);

create policy work on app.job_run to portal_worker using (true) with check (true);
