Kind = "inference-gateway"
Name = "models"
Processor { Service = "token-counter" Port = 9002 }
Failover { RetryOn = ["5xx", "reset"] MaxTiers = 2 PerTryTimeout = "20s" }
PII { Enabled = true Patterns = ["\\b\\d{3}-\\d{2}\\b"] }
