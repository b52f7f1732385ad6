enum fb_status {
  DEAD = 0,
  STARTING = 1,
  ALIVE = 2,
  STOPPING = 3,
  STOPPED = 4,
  WARNING = 5,
} (since = "2.3")

service FacebookService {
  string getName() (since = "2.3"),
  string getVersion() (since = "2.3"),
  fb_status getStatus() (since = "2.3"),
  string getStatusDetails() (since = "2.3"),
  map<string,i64> getCounters() (since = "2.3"),
  i64 getCounter(1: string key) (since = "2.3"),
  void setOption(1: string key, 2: string value) (since = "2.3"),
  string getOption(1: string key) (since = "2.3"),
  map<string,string> getOptions() (since = "2.3"),
  string getCpuProfile(1: i32 profileDurationInSec) (since = "2.3"),
  i64 aliveSince() (since = "2.3"),
  oneway void reinitialize() (since = "2.3"),
  oneway void shutdown() (since = "2.3"),
}
