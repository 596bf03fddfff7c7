#include "stream/kafka_broker.h"
