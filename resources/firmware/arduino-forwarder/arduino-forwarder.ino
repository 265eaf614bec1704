/*
  Sends readings to TinyML Workbench: numbers separated by commas, one reading a line, at 115,200 baud.
  Works on any Arduino-compatible board. Choose below what it reads; only the chosen part needs its library.

  ANALOG_PINS     A0, A1, A2 as they are; an analog accelerometer, a potentiometer, a light sensor
  ACCELEROMETER   MPU-6050 at the I2C pins, in m/s2; no library needed
  LSM9DS1_BOARD   the accelerometer of the Nano 33 BLE Sense; library Arduino_LSM9DS1
  BMI270_BOARD    the accelerometer of the Nano 33 BLE Sense Rev2; library Arduino_BMI270_BMM150
  MICROPHONE      loudness of an analog microphone at A0, once every reading
  PDM_MICROPHONE  sound at 16 kHz from a digital microphone on the board; library PDM, and USB of the board's own chip
*/
#define ANALOG_PINS 1
#define ACCELEROMETER 2
#define LSM9DS1_BOARD 3
#define MICROPHONE 4
#define PDM_MICROPHONE 5
#define BMI270_BOARD 6

#define SOURCE ANALOG_PINS

/* Readings a second. A line of three numbers needs about 2 ms at this baud rate: stay at or below 200. */
const unsigned long RATE_HZ = 100;
const unsigned long PERIOD_US = 1000000UL / RATE_HZ;
const float GRAVITY = 9.80665f;

#if SOURCE == ACCELEROMETER
#include <Wire.h>
const uint8_t SENSOR = 0x68;
/* Range 8 g: 4096 steps a g. */
const float STEPS_A_G = 4096.0f;

bool writeRegister(uint8_t place, uint8_t value) {
  Wire.beginTransmission(SENSOR);
  Wire.write(place);
  Wire.write(value);
  return Wire.endTransmission() == 0;
}

bool startSource() {
  Wire.begin();
  Wire.setClock(400000);
  /* 0x6B: wake up. 0x1C: range. */
  return writeRegister(0x6B, 0) && writeRegister(0x1C, 2 << 3);
}

bool sendReading() {
  Wire.beginTransmission(SENSOR);
  Wire.write(0x3B);
  if (Wire.endTransmission(false) != 0) return false;
  if (Wire.requestFrom(SENSOR, (uint8_t)6) != 6) return false;
  for (int axis = 0; axis < 3; axis++) {
    uint8_t high = Wire.read();
    int16_t raw = (int16_t)((high << 8) | Wire.read());
    if (axis > 0) Serial.print(',');
    Serial.print(raw / STEPS_A_G * GRAVITY, 3);
  }
  Serial.println();
  return true;
}

#elif SOURCE == LSM9DS1_BOARD || SOURCE == BMI270_BOARD
#if SOURCE == LSM9DS1_BOARD
#include <Arduino_LSM9DS1.h>
#else
#include <Arduino_BMI270_BMM150.h>
#endif

bool startSource() { return IMU.begin(); }

bool sendReading() {
  static float x = 0, y = 0, z = 0;
  /* The sensor has its own pace; between two of its readings the last one counts. */
  if (IMU.accelerationAvailable()) IMU.readAcceleration(x, y, z);
  Serial.print(x * GRAVITY, 3);
  Serial.print(',');
  Serial.print(y * GRAVITY, 3);
  Serial.print(',');
  Serial.println(z * GRAVITY, 3);
  return true;
}

#elif SOURCE == MICROPHONE

bool startSource() { return true; }

/* The swing between the highest and the lowest value over three quarters of a reading's time. */
bool sendReading() {
  int lowest = 32767, highest = -32768;
  unsigned long begin = micros();
  while (micros() - begin < PERIOD_US * 3 / 4) {
    int value = analogRead(A0);
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  Serial.println(highest - lowest);
  return true;
}

#elif SOURCE == PDM_MICROPHONE
#include <PDM.h>

const int SOUND_RATE_HZ = 16000;
short sound[256];
volatile int soundCount = 0;

/* Called 62.5 times a second; each time the readings go out before it is called again. */
void takeSound() {
  int bytes = PDM.available();
  PDM.read(sound, bytes);
  soundCount = bytes / 2;
}

bool startSource() {
  PDM.onReceive(takeSound);
  return PDM.begin(1, SOUND_RATE_HZ) == 1;
}

bool sendReading() {
  int count = soundCount;
  soundCount = 0;
  for (int index = 0; index < count; index++) Serial.println(sound[index]);
  return true;
}

#else

bool startSource() { return true; }

bool sendReading() {
  Serial.print(analogRead(A0));
  Serial.print(',');
  Serial.print(analogRead(A1));
  Serial.print(',');
  Serial.println(analogRead(A2));
  return true;
}

#endif

bool working = false;
unsigned long next;

void setup() {
  Serial.begin(115200);
  working = startSource();
  next = micros();
}

void loop() {
  if (!working) {
    /* The workbench shows lines that begin like this as the board's own error. */
    Serial.println("ERR: the sensor does not answer, look at its wires");
    delay(1000);
    working = startSource();
    next = micros();
    return;
  }
  /* Compared by difference, so that the wrap of micros() after 71 minutes does no harm. */
  if ((long)(micros() - next) < 0) return;
  next += PERIOD_US;
  working = sendReading();
}
