-- Replaces a lock by the failure of its load.
-- KEYS lock; ARGV value of the lock, the failure, millis to keep it. Answers 1 when replaced.
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
  return {0}
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return {1}
