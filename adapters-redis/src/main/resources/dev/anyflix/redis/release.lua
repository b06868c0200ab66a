-- Releases a lock. KEYS lock; ARGV value of the lock. Answers 1 when released.
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
  return {0}
end
return {redis.call('DEL', KEYS[1])}
