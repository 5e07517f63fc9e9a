Kind = "service-splitter"
Name = "checkout"
Splits {
  Weight  = 99.5
  Service = "checkout"
}
Splits {
  Weight  = 0.5
  Service = "checkout-next"
  ResponseHeaders { Set { "x-served-by" = "next" } }
}
