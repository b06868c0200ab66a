-- Prolongs a lock, and sets it again when it is absent.
-- KEYS lock; ARGV value of the lock, millis of the lease. Answers 1 when the lock is held.
local found = redis.pcall('GET', KEYS[1])
if type(found) == 'string' and found ~= ARGV[1] then
  return {0}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1}
